# expect: Plan-creator UniqueLangConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:creator "別の会議"@ja }
