# expect: Change-wasGeneratedBy MaxCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { <comparison/1/change/reworded> prov:wasGeneratedBy <comparison/2> . <comparison/2> a chiiki:Comparison ; chiiki:comparedBy "eye" ; chiiki:newEdition <../akane> ; chiiki:oldEdition <edition/1998> ; prov:used <../akane> , <edition/1998> }
