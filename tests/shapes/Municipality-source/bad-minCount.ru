# expect: Municipality-source MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { <../area/99001> dcterms:source ?value }
