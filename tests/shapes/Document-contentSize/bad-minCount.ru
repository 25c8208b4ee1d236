# expect: Document-contentSize MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <source> schema:contentSize ?value }
