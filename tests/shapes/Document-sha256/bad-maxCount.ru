# expect: Document-sha256 MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

INSERT DATA { <source> schema:sha256 "0000000000000000000000000000000000000000000000000000000000000000" }
