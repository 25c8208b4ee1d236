# expect: Plan-source NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../akane> dcterms:source ?value } INSERT { <../akane> dcterms:source "source.txt" } WHERE { <../akane> dcterms:source ?value }
