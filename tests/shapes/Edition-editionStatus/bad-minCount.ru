# expect: Edition-editionStatus MinCountConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <../akane@2024> chiiki:editionStatus ?status }
