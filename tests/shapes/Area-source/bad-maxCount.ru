# expect: Area-source MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../area/99001> dcterms:source "another source" }
