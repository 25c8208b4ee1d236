# expect: Edition-isOlderThanWhatRevisesIt SPARQLConstraintComponent
# with: ok-editions.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { <../akane@2020> prov:wasRevisionOf <../akane@2024> }
