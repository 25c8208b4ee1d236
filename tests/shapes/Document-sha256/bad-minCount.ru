# expect: Document-sha256 MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <source> schema:sha256 ?value }
