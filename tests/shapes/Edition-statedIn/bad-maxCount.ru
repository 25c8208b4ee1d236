# expect: Edition-statedIn MaxCountConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../akane@2024> chiiki:statedIn <other> }
