# expect: Municipality-localGovernmentCode DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../area/99001> chiiki:localGovernmentCode 990019 }
