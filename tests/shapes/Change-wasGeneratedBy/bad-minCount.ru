# expect: Change-wasGeneratedBy MinCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { <comparison/1/change/reworded> prov:wasGeneratedBy ?value }
