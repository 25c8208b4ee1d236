# expect: Edition-wasRevisionOf ClassConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { <../akane@2024> prov:wasRevisionOf ?edition } ;
INSERT DATA { <../akane@2024> prov:wasRevisionOf <source> }
