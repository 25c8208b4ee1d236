# expect: Edition-validThrough MaxCountConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <../akane@2020> schema:validThrough "2025"^^xsd:gYear }
