# expect: Plan-identifier PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../akane> dcterms:identifier ?value } INSERT { <../akane> dcterms:identifier "Akane plan" } WHERE { <../akane> dcterms:identifier ?value }
