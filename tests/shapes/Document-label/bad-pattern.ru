# expect: Document-label PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <source> rdfs:label ?value } INSERT { <source> rdfs:label " " } WHERE { <source> rdfs:label ?value }
