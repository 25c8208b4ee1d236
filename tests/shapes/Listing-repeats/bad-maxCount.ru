# expect: Listing-repeats MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  <listing/2-2>
    a chiiki:Listing ;
    rdfs:label "港と道を結ぶプロジェクト"@ja ;
    chiiki:code "2-(2)" ;
    chiiki:derivedFrom <passage/76-88> ;
    chiiki:firstPassage <passage/76-88> ;
    chiiki:inField <field/2> ;
    chiiki:lists <project/1-1> ;
    chiiki:partOf <../akane> .
  <project/1-1> chiiki:code "2-(2)" .
  <listing/2-1> chiiki:repeats <listing/2-2> .
}
