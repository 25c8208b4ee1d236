# expect: Change-wasGeneratedBy ClassConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { <comparison/1/change/reworded> prov:wasGeneratedBy ?value } INSERT { <comparison/1/change/reworded> prov:wasGeneratedBy <comparison/2> } WHERE { <comparison/1/change/reworded> prov:wasGeneratedBy ?value }
