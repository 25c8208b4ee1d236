# expect: Listing-lists MaxCountConstraintComponent
# expect: Listing-lists ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  <listing/1-2> chiiki:lists <project/2-2> .
  <project/2-2> rdfs:label "葵の暮らしを守るプロジェクト"@ja ; chiiki:code "1-(2)" .
}
