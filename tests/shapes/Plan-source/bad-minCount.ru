# expect: Plan-source MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { <../akane> dcterms:source ?value }
