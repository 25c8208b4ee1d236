# expect: Plan-title UniqueLangConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:title "別の計画"@ja }
