# expect: Comparison-used MaxCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { <comparison/1> prov:used <edition/1998> }
