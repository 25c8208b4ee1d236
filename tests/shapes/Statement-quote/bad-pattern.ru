# expect: Statement-quote PatternConstraintComponent
# with: ok-provenance.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA {
  <statement/own>
    a rdf:Statement ;
    rdf:subject <goal/1> ;
    rdf:predicate rdf:type ;
    rdf:object chiiki:Goal ;
    dcterms:source "invented" ;
    chiiki:quote " " .
}
