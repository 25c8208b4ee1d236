# expect: Plan-license NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <../akane> dcterms:license ?value } INSERT { <../akane> dcterms:license "CC0" } WHERE { <../akane> dcterms:license ?value }
