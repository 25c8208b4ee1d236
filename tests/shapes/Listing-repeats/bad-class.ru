# expect: Listing-repeats ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <listing/2-1> chiiki:repeats ?value } INSERT { <listing/2-1> chiiki:repeats <listing/2-2> } WHERE { <listing/2-1> chiiki:repeats ?value } ;
INSERT DATA { <listing/2-2> rdfs:label "港と道を結ぶプロジェクト"@ja ; chiiki:lists <project/1-1> ; chiiki:code "1-(1)" }
