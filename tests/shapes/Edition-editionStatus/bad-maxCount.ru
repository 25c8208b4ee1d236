# expect: Edition-editionStatus MaxCountConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX edition-status: <https://w3id.org/chiiki/vocab/edition-status/>

INSERT DATA { <../akane@2024> chiiki:editionStatus edition-status:draft }
