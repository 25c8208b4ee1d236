# expect: Plan-license MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:license <https://creativecommons.org/licenses/by/4.0/> }
