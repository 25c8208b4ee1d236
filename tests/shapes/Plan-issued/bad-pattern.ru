# expect: Plan-issued PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../akane> dcterms:issued ?value } INSERT { <../akane> dcterms:issued "令和７年３月" } WHERE { <../akane> dcterms:issued ?value }
