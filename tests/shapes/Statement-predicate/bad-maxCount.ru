# expect: Statement-predicate MaxCountConstraintComponent
# with: ok-provenance.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA {
  <statement/own>
    a rdf:Statement ;
    rdf:subject <project/1-1/co-creation/1> ;
    rdf:predicate chiiki:measureOf , chiiki:partOf ;
    rdf:object <project/1-1> ;
    chiiki:derivedFrom <passage/76-88> .
}
