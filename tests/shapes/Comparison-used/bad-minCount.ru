# expect: Comparison-used MinCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA { <comparison/1> prov:used <../akane> }
