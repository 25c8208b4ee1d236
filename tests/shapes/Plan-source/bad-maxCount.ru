# expect: Plan-source MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:source <other-source> }
