# expect: ThingShape NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { [] a chiiki:Area ; rdfs:label "名なき地域"@ja ; chiiki:derivedFrom <passage/76-88> }
