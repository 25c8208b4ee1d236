# expect: Statement-subject NodeKindConstraintComponent
# with: ok-provenance.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  _:nobody rdfs:seeAlso <goal/1> .
  <statement/own>
    a rdf:Statement ;
    rdf:subject _:nobody ;
    rdf:predicate rdfs:seeAlso ;
    rdf:object <goal/1> ;
    chiiki:derivedFrom <passage/76-88> .
}
