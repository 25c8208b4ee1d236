# expect: Area-source DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../area/99001> dcterms:source ?value } INSERT { <../area/99001> dcterms:source "invented"@en } WHERE { <../area/99001> dcterms:source ?value }
