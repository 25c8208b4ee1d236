# expect: Plan-publisher LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:publisher "Bureau de développement"@fr }
