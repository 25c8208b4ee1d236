# expect: Listing-isTitledAsWhatItRepeats EqualsConstraintComponent
# expect: Listing-isTitledAsItsProject EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <listing/2-1> rdfs:label ?value } INSERT { <listing/2-1> rdfs:label "港と道のプロジェクト"@ja } WHERE { <listing/2-1> rdfs:label ?value }
