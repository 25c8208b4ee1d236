# expect: Document-encodingFormat MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

INSERT DATA { <source> schema:encodingFormat "text/html" }
