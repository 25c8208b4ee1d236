# expect: Plan-spatial LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane> dcterms:spatial "Région d’Akane"@fr }
