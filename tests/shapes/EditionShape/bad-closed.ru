# expect: EditionShape ClosedConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA { <../akane@2024> dcterms:creator "茜地域会議" }
