# expect: Passage-hasSource MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

INSERT DATA {
  <passage/1116-1123> oa:hasSource <other-source> .
  <other-source>
    a foaf:Document ;
    rdfs:label "other.txt" ;
    schema:contentSize "3429 B" ;
    schema:encodingFormat "text/plain" ;
    schema:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
}
