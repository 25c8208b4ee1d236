# expect: Plan-creator LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:creator "Conseil de coopération"@fr }
