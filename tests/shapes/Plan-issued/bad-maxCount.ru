# expect: Plan-issued MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <../akane> dcterms:issued "2024"^^xsd:gYear }
