# expect: Passage-hasSource ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

DELETE { <passage/1116-1123> oa:hasSource ?value } INSERT { <passage/1116-1123> oa:hasSource <other-source> } WHERE { <passage/1116-1123> oa:hasSource ?value } ;
INSERT DATA {
  <other-source>
    rdfs:label "other.txt" ;
    schema:contentSize "3429 B" ;
    schema:encodingFormat "text/plain" ;
    schema:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
}
