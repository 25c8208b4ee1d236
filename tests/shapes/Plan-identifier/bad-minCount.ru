# expect: Plan-identifier MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { <../akane> dcterms:identifier ?value }
