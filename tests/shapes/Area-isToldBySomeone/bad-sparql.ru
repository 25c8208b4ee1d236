# expect: Area-isToldBySomeone SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  <../area/藍郡>
    a chiiki:Area ;
    rdfs:label "藍郡"@ja .
}
