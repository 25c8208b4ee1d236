# expect: Thing-label MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <../agent/NPO> rdfs:label ?value }
