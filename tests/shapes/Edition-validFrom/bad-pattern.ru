# expect: Edition-validFrom PatternConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <../akane@2020> schema:validFrom ?date } ;
INSERT DATA { <../akane@2020> schema:validFrom "令和2年" }
