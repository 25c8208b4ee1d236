# expect: Edition-isIssued MinCountConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { <../akane@2024> dcterms:issued ?date }
