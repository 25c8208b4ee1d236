# expect: Plan-publisher UniqueLangConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:publisher "別の開発建設部"@ja }
