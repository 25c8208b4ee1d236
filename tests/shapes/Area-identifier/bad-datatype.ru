# expect: Area-identifier DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../area/99001> dcterms:identifier ?value } INSERT { <../area/99001> dcterms:identifier 99001 } WHERE { <../area/99001> dcterms:identifier ?value }
