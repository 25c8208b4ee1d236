# expect: Document-contentSize MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

INSERT DATA { <source> schema:contentSize "3429 B" }
